# /// case
# needs = []
# policy = "standard"
# ///
class InsufficientFunds(Exception):
    def __init__(self, needed, available):
        super().__init__(f"needed {needed}, available {available}")
        self.missing = needed - available

class Account:
    def __init__(self, owner, balance=0):
        self.owner, self.balance, self.history = owner, balance, []

    def deposit(self, amount):
        if amount <= 0:
            raise ValueError("amount must be positive")
        self.balance += amount
        self.history.append(("deposit", amount))
        return self

    def withdraw(self, amount):
        if amount > self.balance:
            raise InsufficientFunds(amount, self.balance)
        self.balance -= amount
        self.history.append(("withdraw", amount))
        return self

    def __repr__(self):
        return f"Account({self.owner!r}, {self.balance})"

account = Account("Ann").deposit(100).withdraw(30)
print(account, account.history)
for action in (lambda: account.withdraw(500), lambda: account.deposit(-1)):
    try:
        action()
    except InsufficientFunds as error:
        print("refused:", error, "missing", error.missing)
    except ValueError as error:
        print("refused:", error)
