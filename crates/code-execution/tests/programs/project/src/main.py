import math

# entry
def main():
    print(math.pi)
