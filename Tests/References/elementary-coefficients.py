# Coefficients of Sources/Kernels/Elementary*.swift: near-minimax polynomials by Chebyshev
# interpolation in 60 digits. Run: python3 Tests/References/elementary-coefficients.py
from mpmath import mp, mpf, chebyfit, exp, log, erfc, sin, cos, pi, sqrt, polyval, linspace
mp.dps = 60

def fit(name, f, a, b, terms):
    c = chebyfit(f, [a, b], terms)[::-1]          # lowest power first
    worst = max(abs(polyval(c[::-1], x) / f(x) - 1) for x in linspace(a, b, 301) if f(x) != 0)
    print(f"{name}: {terms} terms on [{mp.nstr(mpf(a), 5)}, {mp.nstr(mpf(b), 5)}], relative error {mp.nstr(worst, 3)}")
    for v in c: print("   ", mp.nstr(v, 20 if 'double' in name else 12))


r = log(2) / 2 * mpf('1.001')
expq = lambda x: sum(mpf(x) ** k / mp.factorial(k + 2) for k in range(40))     # (e^r - 1 - r) / r^2
fit('exp float q', expq, -r, r, 5)
fit('exp double q', expq, -r, r, 11)
z = (3 - 2 * sqrt(mpf(2))) ** 2 * mpf('1.001')                                  # s = f / (2 + f), m in [sqrt .5, sqrt 2]
logr = lambda t: sum(2 * mpf(t) ** k / (2 * k + 3) for k in range(60))         # (log m - 2 s) / s^3
fit('log float', logr, 0, z, 3)
fit('log double', logr, 0, z, 7)
q = (pi / 4) ** 2 * mpf('1.001')
sins = lambda t: sum((-1) ** (k + 1) * mpf(t) ** k / mp.factorial(2 * k + 3) for k in range(30))  # (sin x / x - 1) / x^2
coss = lambda t: sum((-1) ** k * mpf(t) ** k / mp.factorial(2 * k + 4) for k in range(30))        # (cos x - 1 + x^2/2) / x^4
fit('sin float', sins, 0, q, 3)
fit('sin double', sins, 0, q, 7)
fit('cos float', coss, 0, q, 3)
fit('cos double', coss, 0, q, 6)
erfs = lambda t: sum((-1) ** k * mpf(t) ** k / mp.factorial(k) / (2 * k + 1) for k in range(80)) * 2 / sqrt(pi)   # erf x / x
fit('erf float', erfs, 0, 1, 7)
fit('erf double', erfs, 0, 1, 13)
k = mpf('3.75')
def scaled(t):                                     # (1 + 2x) e^(x^2) erfc x, x = k (1 + t) / (1 - t)
    if t >= mpf('0.9999'): 
        t = mpf('0.9999') if t > mpf('0.99999999') else t
    x = k * (1 + t) / (1 - t)
    return (1 + 2 * x) * (exp(x * x) * erfc(x) if x < 50 else sum((-1)**j * mp.fac2(2*j-1) / (2*x*x)**j for j in range(12)) / (x * sqrt(pi)))
top = lambda x: (x - k) / (x + k)
fit('erfc float', scaled, top(mpf('0.4')), top(mpf(11)), 11)
fit('erfc double', scaled, top(mpf('0.4')), top(mpf(28)), 21)
