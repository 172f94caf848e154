import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection
from pytest_django import Settings

from accounts.models import User
from journal.fields import UnreadableValue, decrypt, encrypt, hash_phone, keyed_hash
from tests.factories.accounts import make_user

PHONE = "13812345678"
OLD = "an-old-secret-of-this-installation"
NEW = "a-new-secret-of-this-installation"


def stored_phone(user: User) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM accounts_user WHERE id = %s", [user.pk])
        row = cursor.fetchone()
    assert row is not None
    return str(row[0])


@pytest.mark.django_db
def test_the_database_never_sees_the_plain_value() -> None:
    user = make_user(phone=PHONE)
    assert PHONE not in stored_phone(user)
    assert User.objects.get(pk=user.pk).phone == PHONE


@pytest.mark.django_db
def test_an_empty_value_stays_empty() -> None:
    user = make_user()
    assert stored_phone(user) == ""
    assert User.objects.get(pk=user.pk).phone == ""


@pytest.mark.django_db
def test_a_changed_value_and_a_bulk_update_are_encrypted_too() -> None:
    user = make_user(phone=PHONE)
    User.objects.filter(pk=user.pk).update(phone="13900000000")
    assert stored_phone(user).startswith("v1.")
    user.phone = "13911112222"
    User.objects.bulk_update([user], ["phone"])
    assert stored_phone(user).startswith("v1.")
    assert User.objects.get(pk=user.pk).phone == "13911112222"


@pytest.mark.django_db
@pytest.mark.parametrize("lookup", ["phone", "phone__contains", "phone__in", "phone__gt"])
def test_the_field_cannot_be_filtered_by_value(lookup: str) -> None:
    with pytest.raises(FieldError):
        User.objects.filter(**{lookup: PHONE}).exists()


@pytest.mark.django_db
def test_the_field_can_be_asked_whether_it_is_there() -> None:
    make_user(phone=PHONE)
    assert User.objects.filter(phone__isnull=False).count() == 1


def test_the_same_text_is_never_encrypted_the_same_way_twice() -> None:
    assert encrypt(PHONE) != encrypt(PHONE)


def test_a_new_secret_in_front_still_reads_what_the_old_one_wrote(settings: Settings) -> None:
    settings.FIELD_KEY = OLD
    written = encrypt(PHONE)
    settings.FIELD_KEY = f"{NEW}, {OLD}"
    assert decrypt(written) == PHONE
    assert encrypt(PHONE).split(".")[1] != written.split(".")[1]


def test_a_value_of_a_removed_secret_is_refused_by_name(settings: Settings) -> None:
    settings.FIELD_KEY = OLD
    written = encrypt(PHONE)
    settings.FIELD_KEY = NEW
    with pytest.raises(UnreadableValue, match="no secret"):
        decrypt(written)


def test_a_value_that_was_tampered_with_is_refused() -> None:
    written = encrypt(PHONE)
    swapped = "A" if written[-3] != "A" else "B"
    with pytest.raises(UnreadableValue, match="damaged"):
        decrypt(f"{written[:-3]}{swapped}{written[-2:]}")


def test_an_installation_without_a_secret_encrypts_nothing(settings: Settings) -> None:
    settings.FIELD_KEY = " , "
    with pytest.raises(ImproperlyConfigured):
        encrypt(PHONE)


def test_writing_variants_of_one_value_share_a_hash() -> None:
    assert keyed_hash("１１０ 105-19491231002x", "identity") == keyed_hash(
        "11010519491231002X", "identity"
    )
    assert hash_phone("+86 138 1234 5678") == hash_phone(PHONE) == keyed_hash(PHONE, "phone")


def test_purposes_do_not_share_hashes_and_nothing_has_none() -> None:
    assert keyed_hash(PHONE, "phone") != keyed_hash(PHONE, "identity")
    assert keyed_hash(" ", "phone") == ""


def test_hashes_outlive_a_rotation(settings: Settings) -> None:
    settings.FIELD_KEY = OLD
    before = keyed_hash(PHONE, "phone")
    settings.FIELD_KEY = f"{NEW},{OLD}"
    assert keyed_hash(PHONE, "phone") == before
