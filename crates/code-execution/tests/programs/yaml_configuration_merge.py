# /// case
# needs = ["yaml"]
# policy = "standard"
# ///
import yaml

DEFAULTS = """
server: &server
  host: localhost
  port: 8080
  timeouts: {read: 30, write: 10.5}
workers:
  - name: mail
    <<: *server
    port: 9000
  - name: jobs
features: [a, b]
started: 2024-05-01
note: |
  two
  lines
empty: ~
enabled: yes
"""
OVERRIDE = {"server": {"port": 80, "timeouts": {"read": 5}}, "features": ["c"]}

def merge(base, other):
    if isinstance(base, dict) and isinstance(other, dict):
        return {key: merge(base[key], other[key]) if key in base and key in other else other.get(key, base.get(key))
                for key in [*base, *(k for k in other if k not in base)]}
    return other

config = yaml.safe_load(DEFAULTS)
print(config["workers"][0]["host"], config["workers"][0]["port"], config["started"], repr(config["note"]), config["empty"], config["enabled"])
merged = merge(config, OVERRIDE)
print(yaml.safe_dump({key: merged[key] for key in ("server", "features")}, sort_keys=False))
try:
    yaml.safe_load("a: [1, 2\nb: 3")
except yaml.YAMLError as error:
    print("line", error.problem_mark.line + 1)
print(list(yaml.safe_load_all("--- 1\n--- {x: 2}\n")))
try:
    yaml.safe_load("!!python/object/apply:print ['no']")
except yaml.constructor.ConstructorError:
    print("no objects")
