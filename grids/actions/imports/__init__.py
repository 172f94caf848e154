"""Files that set up a country, a city or a street; every row goes through the ordinary actions."""
