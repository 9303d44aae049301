# /// case
# needs = []
# policy = "standard"
# ///
import hashlib
import json
from dataclasses import asdict, dataclass

@dataclass
class Block:
    index: int
    data: str
    previous: str
    nonce: int = 0

    def digest(self):
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()

    def mine(self, difficulty):
        while not self.digest().startswith("0" * difficulty):
            self.nonce += 1
        return self

class Chain:
    def __init__(self, difficulty=2):
        self.difficulty = difficulty
        self.blocks = [Block(0, "genesis", "0" * 64).mine(difficulty)]

    def add(self, data):
        last = self.blocks[-1]
        self.blocks.append(Block(last.index + 1, data, last.digest()).mine(self.difficulty))

    def problems(self):
        for before, block in zip(self.blocks, self.blocks[1:]):
            if block.previous != before.digest():
                yield f"block {block.index}: link broken"
        for block in self.blocks:
            if not block.digest().startswith("0" * self.difficulty):
                yield f"block {block.index}: no proof of work"

chain = Chain()
for payment in ("ann -> bob 5", "bob -> cho 2", "cho -> ann 1"):
    chain.add(payment)
print(len(chain.blocks), list(chain.problems()))
chain.blocks[1].data = "ann -> bob 500"
print([problem.split(":")[0] + ":" + problem.split(":")[1] for problem in chain.problems()][:1])
print([block.index for block in chain.blocks], all(block.nonce >= 0 for block in chain.blocks))
