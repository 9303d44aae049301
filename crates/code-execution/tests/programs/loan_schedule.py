# /// case
# needs = []
# policy = "standard"
# ///
principal, rate, months = 10_000.0, 0.06 / 12, 12
payment = principal * rate / (1 - (1 + rate) ** -months)
balance, interest_total = principal, 0.0
for month in range(1, months + 1):
    interest = balance * rate
    balance -= payment - interest
    interest_total += interest
    if month in (1, 6, 12):
        print(f"{month:>2} {payment:9.2f} {interest:7.2f} {abs(balance):10.2f}")
print(f"interest {interest_total:.2f}")
