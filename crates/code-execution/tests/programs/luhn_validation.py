# /// case
# needs = []
# policy = "standard"
# ///
def luhn(number):
    digits = [int(c) for c in number if c.isdigit()][::-1]
    total = sum(d if i % 2 == 0 else sum(divmod(2 * d, 10)) for i, d in enumerate(digits))
    return total % 10 == 0

samples = ["79927398713", "79927398710", "1234567812345670"[:11]]
print([luhn(s) for s in samples])
print(next(d for d in "0123456789" if luhn("7992739871" + d)))
def isbn13(text):
    digits = [int(c) for c in text if c.isdigit()]
    return sum(d * (3 if i % 2 else 1) for i, d in enumerate(digits)) % 10 == 0
print(isbn13("978-0-306-40615-7"), isbn13("978-0-306-40615-8"))
