# /// case
# needs = ["networkx"]
# policy = "standard"
# ///
import networkx as nx

graph = nx.Graph()
graph.add_weighted_edges_from([("A", "B", 4), ("A", "C", 2), ("B", "C", 1), ("B", "D", 5), ("C", "D", 8), ("D", "E", 3)])
print(nx.shortest_path(graph, "A", "E", weight="weight"), nx.shortest_path_length(graph, "A", "E", weight="weight"))
print(sorted(dict(graph.degree).items()), nx.density(graph))
print({node: round(value, 3) for node, value in nx.betweenness_centrality(graph).items()})
print(sorted(nx.minimum_spanning_edges(graph, data=False)))
print(list(nx.bridges(graph)), sorted(nx.articulation_points(graph)), nx.is_bipartite(graph))

tasks = nx.DiGraph([("wash", "chop"), ("chop", "cook"), ("boil", "cook"), ("cook", "serve")])
print(list(nx.lexicographical_topological_sort(tasks)), nx.dag_longest_path(tasks))
print(sorted(nx.ancestors(tasks, "cook")), nx.is_directed_acyclic_graph(tasks))
tasks.add_edge("serve", "wash")
print(nx.find_cycle(tasks, "wash"))
flow = nx.DiGraph()
for a, b, capacity in [("s", "a", 10), ("s", "b", 5), ("a", "b", 15), ("a", "t", 5), ("b", "t", 10)]:
    flow.add_edge(a, b, capacity=capacity)
print(nx.maximum_flow_value(flow, "s", "t"))
print([sorted(c) for c in nx.connected_components(nx.Graph([(1, 2), (3, 4), (4, 5)]))])
