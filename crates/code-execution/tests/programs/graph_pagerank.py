# /// case
# needs = []
# policy = "standard"
# ///
links = {
    "home": ["about", "blog", "shop"],
    "about": ["home"],
    "blog": ["home", "post1", "post2"],
    "post1": ["blog", "shop"],
    "post2": ["blog", "post1"],
    "shop": ["home", "cart"],
    "cart": [],
}

def pagerank(graph, damping=0.85, tolerance=1e-10):
    pages = list(graph)
    rank = dict.fromkeys(pages, 1 / len(pages))
    for rounds in range(1, 1000):
        dangling = sum(rank[page] for page in pages if not graph[page])
        new = {page: (1 - damping + damping * dangling) / len(pages) for page in pages}
        for page, targets in graph.items():
            for target in targets:
                new[target] += damping * rank[page] / len(targets)
        change = sum(abs(new[page] - rank[page]) for page in pages)
        rank = new
        if change < tolerance:
            return rank, rounds
    raise RuntimeError("did not settle")

rank, rounds = pagerank(links)
for page, value in sorted(rank.items(), key=lambda item: -item[1]):
    print(f"{page:<6} {value:.4f} {'=' * round(value * 100)}")
print("sum", round(sum(rank.values()), 9), "settled:", 20 < rounds < 200)
