# /// case
# needs = []
# policy = "standard"
# ///
name, value, items = "widget", 1234.5678, ["a", "b"]
print(f"{name!r:>12}|{name:^12}|{name:*<12}|")
print(f"{value:.2f} {value:,.1f} {value:e} {value:>12.3f} {value:+.0f} {0.256:.1%}")
print("{0} {1} {0}".format("x", "y"), "%-8s|%05d|%x" % ("left", 42, 255))
print(f"{items=} {len(items) = }")
width, precision = 10, 3
print(f"{3.14159:{width}.{precision}f}", f"{'nested ' + 'quotes'}", f"{{literal}}")
