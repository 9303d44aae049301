# /// case
# needs = []
# policy = "standard"
# ///
import configparser
import io

TEXT = """
[DEFAULT]
root = /srv
timeout = 30

[web]
path = %(root)s/web
debug = off
ports = 80, 443

[db]
path = ${web:path}/db
timeout = 5
"""
parser = configparser.ConfigParser()
parser.read_string(TEXT.replace("${web:path}", "%(root)s"))
print(parser.sections(), parser["web"]["path"], parser["db"]["path"])
print(parser.getboolean("web", "debug"), parser.getint("web", "timeout"), parser.getint("db", "timeout"))
print([int(port) for port in parser["web"]["ports"].split(",")], parser.get("web", "missing", fallback="none"))
extended = configparser.ConfigParser(interpolation=configparser.ExtendedInterpolation())
extended.read_string(TEXT.replace("%(root)s", "${root}"))
print(extended["db"]["path"])
parser["db"]["user"] = "ann"
parser.remove_option("web", "debug")
out = io.StringIO()
parser.write(out)
print(out.getvalue())
for bad in ("key = 1", "[a]\n[a]"):
    try:
        configparser.ConfigParser().read_string(bad)
    except configparser.Error as error:
        print(type(error).__name__)
