"""What the API takes and gives to let a program in."""

from rest_framework import serializers


class CredentialsSerializer(serializers.Serializer[None]):
    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=4096, trim_whitespace=False)


class TokenSerializer(serializers.Serializer[None]):
    token = serializers.CharField(read_only=True)
