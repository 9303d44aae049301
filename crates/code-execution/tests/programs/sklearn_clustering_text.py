# /// case
# needs = ["numpy", "sklearn"]
# policy = "standard"
# ///
import numpy as np
from sklearn.cluster import DBSCAN, KMeans
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.metrics import silhouette_score
from sklearn.metrics.pairwise import cosine_similarity

rng = np.random.default_rng(2)
centres = np.array([[0, 0], [10, 10], [0, 12]])
points = np.vstack([centre + rng.normal(size=(30, 2)) for centre in centres])
means = KMeans(n_clusters=3, n_init=5, random_state=0).fit(points)
print(sorted(np.bincount(means.labels_).tolist()), bool(silhouette_score(points, means.labels_) > 0.7))
print(np.sort(means.cluster_centers_.round(0), axis=0)[-1].tolist())
dense = DBSCAN(eps=2.0, min_samples=5).fit(np.vstack([points, [[50, 50]]]))
print(len(set(dense.labels_) - {-1}), int(dense.labels_[-1]))
print(PCA(n_components=1).fit(points).explained_variance_ratio_.shape)

texts = ["the cat sat on the mat", "a cat and a dog", "stock prices fell", "prices of stock rose"]
counts = CountVectorizer(stop_words="english")
table = counts.fit_transform(texts)
print(counts.get_feature_names_out().tolist(), table.sum(axis=0).tolist())
similar = cosine_similarity(TfidfVectorizer().fit_transform(texts))
print(bool(similar[2, 3] > similar[0, 2]), np.allclose(np.diag(similar), 1))
