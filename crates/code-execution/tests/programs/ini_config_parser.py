# /// case
# needs = []
# policy = "standard"
# ///
import configparser

parser = configparser.ConfigParser()
parser.read_string("""
[server]
host = localhost
port = 8080
debug = yes

[paths]
root = /srv
data = %(root)s/data
""")
print(parser.sections(), parser.getint("server", "port") + 1, parser.getboolean("server", "debug"))
print(parser["paths"]["data"], parser.get("server", "missing", fallback="none"))
