# /// case
# needs = []
# policy = "standard"
# ///
from collections import Counter

BASES = "TCAG"
AMINO = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"
CODONS = {a + b + c: AMINO[16 * i + 4 * j + k] for i, a in enumerate(BASES) for j, b in enumerate(BASES) for k, c in enumerate(BASES)}
COMPLEMENT = str.maketrans("ACGT", "TGCA")

def reverse_complement(dna):
    return dna.translate(COMPLEMENT)[::-1]

def translate(dna):
    return "".join(CODONS[dna[i:i + 3]] for i in range(0, len(dna) - 2, 3))

def open_frames(dna, shortest=3):
    for strand, sequence in (("+", dna), ("-", reverse_complement(dna))):
        for frame in range(3):
            protein = translate(sequence[frame:])
            start = 0
            while (start := protein.find("M", start)) >= 0:
                end = protein.find("*", start)
                if end < 0:
                    break
                if end - start >= shortest:
                    yield strand, frame, protein[start:end]
                start = end

dna = "CCATGGCCATTGTAATGGGCCGCTGAAAGGGTGCCCGATAGTTACATTTCCATGAAACAT"
print(len(CODONS), Counter(AMINO).most_common(2), [codon for codon, acid in CODONS.items() if acid == "*"])
print(translate(dna[2:]))
for found in open_frames(dna):
    print(*found)
gc = (dna.count("G") + dna.count("C")) / len(dna)
print(f"GC {gc:.1%}", reverse_complement("AACGT"), reverse_complement(reverse_complement(dna)) == dna)
kmers = Counter(dna[i:i + 3] for i in range(len(dna) - 2))
print(sorted(kmers.items(), key=lambda item: (-item[1], item[0]))[:3])
