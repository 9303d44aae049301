# /// case
# needs = []
# policy = "standard"
# ///
def tarjan(graph):
    index, low, stack, on_stack, components = {}, {}, [], set(), []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        on_stack.add(node)
        for near in graph.get(node, ()):
            if near not in index:
                visit(near)
                low[node] = min(low[node], low[near])
            elif near in on_stack:
                low[node] = min(low[node], index[near])
        if low[node] == index[node]:
            component = []
            while True:
                member = stack.pop()
                on_stack.discard(member)
                component.append(member)
                if member == node:
                    break
            components.append(sorted(component))

    for node in graph:
        if node not in index:
            visit(node)
    return components

calls = {"main": ["parse", "run"], "parse": ["lex"], "lex": ["parse"], "run": ["eval", "log"],
         "eval": ["apply"], "apply": ["eval", "log"], "log": [], "dead": ["dead"]}
components = tarjan(calls)
print(components)
print("mutually recursive:", [c for c in components if len(c) > 1])
where = {node: number for number, component in enumerate(components) for node in component}
print("condensed edges:", sorted({(where[a], where[b]) for a, bs in calls.items() for b in bs if where[a] != where[b]}))
