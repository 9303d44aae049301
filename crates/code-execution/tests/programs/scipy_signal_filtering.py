# /// case
# needs = ["numpy", "scipy"]
# policy = "standard"
# ///
import numpy as np
from scipy import fft, integrate, interpolate, signal

rate = 500
t = np.arange(0, 2, 1 / rate)
wave = np.sin(2 * np.pi * 5 * t) + 0.5 * np.sin(2 * np.pi * 120 * t)
b, a = signal.butter(4, 20, fs=rate)
smooth = signal.filtfilt(b, a, wave)
clean = np.sin(2 * np.pi * 5 * t)
print("noise removed:", bool(np.abs(smooth - clean)[50:-50].max() < 0.05))
spectrum = np.abs(fft.rfft(wave))
frequencies = fft.rfftfreq(wave.size, 1 / rate)
peaks, _ = signal.find_peaks(spectrum, height=50)
print(frequencies[peaks].tolist())
area, error = integrate.quad(lambda x: np.exp(-x * x), -np.inf, np.inf)
print(round(area, 8), error < 1e-6)
orbit = integrate.solve_ivp(lambda t, y: [y[1], -y[0]], (0, 2 * np.pi), [1.0, 0.0], rtol=1e-8, atol=1e-10)
print(orbit.y[:, -1].round(4).tolist(), orbit.success)
spline = interpolate.CubicSpline([0, 1, 2, 3], [0, 1, 8, 27])
print(float(spline(1.5).round(6)), float(spline(2, 1).round(6)))
print(integrate.trapezoid([0, 1, 4, 9], dx=1), round(float(integrate.simpson([0, 1, 4, 9, 16], dx=1)), 4))
