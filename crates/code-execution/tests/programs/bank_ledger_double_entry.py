# /// case
# needs = []
# policy = "standard"
# ///
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

class Unbalanced(ValueError):
    pass

@dataclass(frozen=True)
class Line:
    account: str
    debit: Decimal = Decimal(0)
    credit: Decimal = Decimal(0)

class Ledger:
    def __init__(self):
        self.entries = []

    def post(self, memo, *lines):
        debit = sum(line.debit for line in lines)
        credit = sum(line.credit for line in lines)
        if debit != credit:
            raise Unbalanced(f"{memo}: debit {debit} is not credit {credit}")
        self.entries.append((memo, lines))

    def balances(self):
        totals = defaultdict(Decimal)
        for _, lines in self.entries:
            for line in lines:
                totals[line.account] += line.debit - line.credit
        return dict(sorted(totals.items()))

money = Decimal
ledger = Ledger()
ledger.post("owner pays in", Line("cash", debit=money("5000")), Line("equity", credit=money("5000")))
ledger.post("buy a laptop", Line("equipment", debit=money("1299.99")), Line("cash", credit=money("1299.99")))
ledger.post("sale with tax", Line("cash", debit=money("119")), Line("revenue", credit=money("100")), Line("tax", credit=money("19")))
try:
    ledger.post("typo", Line("cash", debit=money("10")), Line("revenue", credit=money("1")))
except Unbalanced as error:
    print("refused:", error)
for account, balance in ledger.balances().items():
    side = "Dr" if balance >= 0 else "Cr"
    print(f"{account:<12}{abs(balance):>10,.2f} {side}")
print("sum:", sum(ledger.balances().values()))
