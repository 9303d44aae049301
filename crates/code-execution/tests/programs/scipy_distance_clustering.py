# /// case
# needs = ["numpy", "scipy"]
# policy = "standard"
# ///
import numpy as np
from scipy import cluster, ndimage, sparse, spatial
from scipy.sparse import linalg
from scipy.sparse.csgraph import connected_components, shortest_path

points = np.array([[0, 0], [0, 1], [1, 0], [8, 8], [8, 9], [9, 8], [20, 0]], dtype=float)
tree = spatial.KDTree(points)
distance, index = tree.query([[7.5, 8.2], [0.4, 0.4]], k=1)
print(index.tolist(), distance.round(4).tolist())
print([sorted(group) for group in tree.query_ball_point([[0, 0]], r=1.5)])
links = cluster.hierarchy.linkage(points, method="average")
print(cluster.hierarchy.fcluster(links, t=5, criterion="distance").tolist())
print(spatial.ConvexHull(points).vertices.size, round(spatial.distance.cityblock([1, 2], [4, 6]), 1))

graph = sparse.csr_matrix(([4, 1, 2, 5, 7], ([0, 0, 2, 1, 4], [1, 2, 1, 3, 5])), shape=(6, 6))
print(shortest_path(graph, indices=0)[:4].tolist(), connected_components(graph, directed=False)[0])
matrix = sparse.diags_array([1.0, -2.0, 1.0], offsets=[-1, 0, 1], shape=(5, 5)).tocsr()
print(matrix.nnz, linalg.spsolve(matrix.tocsc(), np.ones(5)).round(6).tolist())
picture = np.array([[1, 1, 0, 0], [0, 1, 0, 1], [0, 0, 0, 1], [1, 0, 0, 0]])
labels, count = ndimage.label(picture)
print(count, ndimage.sum_labels(picture, labels, range(1, count + 1)).tolist())
