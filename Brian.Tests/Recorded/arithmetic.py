"""Records what expressions give as values of variables into arithmetic.json.

    python3 Brian.Tests/Recorded/arithmetic.py      (needs Brian 2.5.1)

Each expression is assigned as text to a variable y of a three-neuron group that also has
x, k, b, u, w (see "context" in the file); y has the type or unit named by "target".
Either "result" holds the three values or "error" the refusal. "surprise" marks what a
user would not expect; such a result is no model to copy. "random" results come from seed 0.
"rounding" marks integers that hang on the last bit of a quotient.
"""
import sys
sys.dont_write_bytecode = True

import warnings

from recording import innermost, np, plain, write
from brian2 import NeuronGroup, defaultclock, ms, seed, start_scope

VALUES = {'x': [-1.5, 0.0, 2.5], 'k': [-1, 2, 3], 'b': [True, False, True],
          'u': [-0.07, -0.05, 0.01], 'w': [0.0005, 0.001, 0.02]}
UNITS = {'x': '1', 'k': 'integer', 'b': 'boolean', 'u': 'volt', 'w': 'second'}
EXTERNAL = {'tau': 10*ms, 'c': 2.5, 'm': 4}
CONTEXT = {'N': 3, 'dt': 0.0001, 't': 0.0, 'variables': {n: {'unit': UNITS[n], 'values': VALUES[n]} for n in VALUES},
           'constants': {'tau': {'value': 0.01, 'unit': 'second'}, 'c': {'value': 2.5, 'unit': '1'},
                         'm': {'value': 4, 'unit': 'integer'}}}


def evaluate(expression, target):
    start_scope()
    seed(0)
    defaultclock.dt = 0.1*ms
    model = '\n'.join('%s : %s' % (n, UNITS[n]) for n in VALUES) + '\ny : ' + target
    group = NeuronGroup(3, model, namespace=dict(EXTERNAL), name='neurons')
    for n, values in VALUES.items():
        setattr(group, n + '_', np.asarray(values))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter('ignore')
            group.y = expression
    except Exception as ex:
        return {'error': '%s: %s' % innermost(ex)}
    return {'result': plain(group.variables['y'].get_value())}


LISTS = [
    ('literals', '1', ['1', '5.', '.5', '1e3', '1e-3', '1_000', '0x10', '-1', '+1', 'True', 'False', 'pi', 'e',
                       'inf', '-inf', '1e308*10', '0.1+0.2', 'N', 'i', 'x', 'k', 'b', 'c', 'm', 'y', 'y+1']),
    ('sums_and_products', '1', [
        'x+1', 'x-1', '-x', '+x', '--x', 'x*2', '2*-x', '2--1', 'x+i', 'x*k', 'x-k*i', 'i*i', 'i+N', '1+2*3', '(1+2)*3',
        '10-3-2', 'x-(x-1)', 'x+x', 'x-x', 'b*x', 'x*b', 'b*3', 'b+b', 'c*x', 'm*i', 'x+1 #comment', '(x\n+1)', 'x\n+1']),
    ('division', '1', [
        '1/2', 'i/2', 'k/2', 'x/2', '7/2', '-7/2', 'm/3', 'm/8', '10/5/2', '1/x', '0/x', '0.0/x', 'x/x', 'x/0', '1/0', 'k/i',
        'i/(N-1)', 'i/N', 'N/2', '2/4*x', 'x*(1/3)', 'x/3*3']),
    ('floor_division', '1', [
        '1//2', 'i//2', '7//2', '-7//2', '7//-2', '-7//-2', 'k//2', '-k//2', 'x//1', 'x//0.5', 'x//-1', 'm//3', 'N//2',
        'k//i', 'x//0', '7.5//2', 'i*2//3']),
    ('remainder', '1', [
        '7%3', '-7%3', '7%-3', '-7%-3', '7.5%2', 'x%1', 'x%2', 'x%-1', 'k%2', '-k%2', 'k%3', 'i%2', '2*3%4', '-x%2', 'm%3',
        'x%0', 'k%i']),
    ('powers', '1', [
        '2**i', '2**k', '2.0**k', '2**x', '2**3**2', '(2**3)**2', '-x**2', '(-x)**2', 'x**2', 'x**3', 'x**-1', 'x**-2',
        '2**-1', '2.0**-1', '2**-1.0', '10**-3', '10.0**-3', 'm**-1', 'i**-1', '2**0.5', '4**0.5', '4**(1/2)', 'x**0.5',
        'abs(x)**0.5', 'x**(1/3)', '(-1)**k', '(-1)**i', '(-1.0)**k', 'k**2', 'k**i', 'i**2', 'x**0', '0**i', '0.0**0',
        'x**i', 'x**k', 'b**2', '1/2**2', '-2**2', '2**-i', '2.0**-i']),
    ('comparisons', 'boolean', [
        'x>0', 'x>=0', 'x<0', 'x<=0', 'x==0', 'x!=0', 'x==2.5', 'i==1', 'i!=1', 'k>i', 'x>i', 'k==2', 'k==2.0', 'i/2==0.5',
        '1>2', '0.1+0.2==0.3', 'x==x', 'log(x)==log(x)', '0<x<1', 'x=1', 'u>-60*mV', 'u>=-0.05*volt', 'u==-50*mV',
        'u<0*mV', 'u<0', 'u>1', 'u>w', 'w==1*ms', 't==0*ms', 'b>0', 'x>inf', 'x<inf']),
    ('logic', 'boolean', [
        'b', 'not b', 'True', 'b and x>0', 'x>0 and b', 'x>0 or b', 'not x>0', 'not (b or x>0)', 'not b or x>0',
        'b and not x<0', 'x>=0 and i>=1 and b', 'b or x>0 and i==2', '(b or x>0) and i==2', 'True and b', 'b or False',
        'not not b', 'b == True', 'b != (x>0)', 'b == b', 'x and b', 'not x', 'i and b', '1 and b', 'x', 'i', 'k', '1']),
    ('truth_in_arithmetic', '1', [
        'int(x>0)', 'int(x>0)*3', 'int(b)', 'int(not b)', 'int(b and x>0)', 'int(x==2.5)', 'int(x>0)+int(b)', '1-b',
        '(x>0)*3', 'x*(i==1)', 'x>0', '-b', 'b/2', 'b*i', 'int(x>0)*x + int(x<=0)*c', 'exp(b)', 'int(i==1 or i==2)']),
    ('functions', '1', [
        'abs(x)', 'abs(k)', 'abs(-3)', 'arccos(x/4)', 'arcsin(x/4)', 'arctan(x)', 'arccos(x)', 'arcsin(x)', 'arctan(inf)',
        'sin(x)', 'cos(x)', 'tan(x)', 'sinh(x)', 'cosh(x)', 'tanh(x)', 'sin(pi)', 'cos(pi)', 'tan(pi/2)', 'sin(0)', 'sin(1)',
        'sin(pi/6)', 'cos(i*pi)', 'tanh(inf)', 'sin(x)**2+cos(x)**2',
        'exp(x)', 'exp(0)', 'exp(1)', 'exp(k)', 'exp(b)', 'exp(-1000)', 'exp(1000)', 'exp(1000*i)', 'exp(-inf)', 'exp(x)*exp(-x)',
        'expm1(x)', 'expm1(1e-10*i)', 'expm1(0)', 'exprel(x)', 'exprel(0)', 'exprel(1e-10*i)', 'exprel(1e-20*x)', 'exprel(1)',
        'exprel(-800*i)', 'exprel(800*i)',
        'log(x)', 'log(e)', 'log(0)', 'log(abs(x)+1)', 'log(exp(x))', 'log10(100)', 'log10(10**i)', 'log10(x)', 'log1p(x)',
        'log1p(1e-10*i)', 'log1p(0)', 'sqrt(x)', 'sqrt(2)', 'sqrt(4)', 'sqrt(-1)', 'sqrt(x**2)', 'sqrt(i)', 'arcsin(2)', 'arcsin(1)',
        'ceil(x)', 'ceil(-2.5)', 'ceil(k/2)', 'ceil(i)', 'floor(x)', 'floor(-2.5)', 'floor(k/2)', 'floor(i)',
        'int(x)', 'int(2.9)', 'int(-2.9)', 'int(k/2)', 'int(i)', 'int(1e10)', 'int(inf)', 'int(x)/2', 'sign(x)', 'sign(k)', 'sign(-3)', 'sign(0)',
        'clip(x,-1,1)', 'clip(x,0,inf)', 'clip(x,-inf,0)', 'clip(x,1,-1)', 'clip(k,0,2)', 'clip(x,i-1,i)', 'clip(5,0,3)', 'clip(x/0,0,1)',
        'timestep(x*ms,dt)', 'timestep(w,dt)', 'timestep(0.3*ms,dt)', 'timestep(0.29999*ms,dt)', 'timestep(0.2999*ms,dt)', 'timestep(0.2998*ms,dt)',
        'timestep(w,0.3*ms)', 'timestep(w,tau)', 'timestep(-0.05*ms,dt)', 'timestep(t,dt)', 'timestep(i*0.1*ms,dt)']),
    ('random', '1', ['rand()', 'randn()', '2*rand()-1', 'rand()*x', 'poisson(3)', 'poisson(i)', 'poisson(0)', 'poisson(-1)',
                     'rand()+rand()', 'rand()+randn()', 'int(rand()<0.6)', 'rand', 'rand(3)']),
    ('quantities', '1', [
        'u/mV', 'u/volt', 'w/ms', 'w/tau', 'tau/ms', 't/ms', 'dt/ms', 'u/u', '5*mV/mV', '1*mV/volt', 'second/ms', 'sin(2*pi*100*Hz*w)',
        'exp(-w/tau)', '2*pi*100*Hz*w', 'u//mV', 'u//(20*mV)', 'floor(u/mV)', 'ceil(u/(20*mV))', 'int(u/mV)', 'sign(u)', 'int(u)', 'exp(u)',
        '2**(u/(10*mV))', '2**u', 'u', 'u*w', 'w/(1*ms)', '1*ms*1*kHz', '1*Mohm*1*nA/mV', '10*nA*5*Mohm/mV', '1*nM/mmolar', 'u/mV % 7',
        'sqrt(u**2)/mV', '(u+20*mV)/(2*mV)', 'clip(u,-60*mV,0*mV)/mV', 'int(u>-60*mV)*w/ms', '(u/mV)**2']),
    ('quantities_volt', 'volt', [
        'u', '-u', 'u+1*mV', 'u-1*mV', 'u-u', 'u*2', '2*u', 'u/2', 'u*x', 'u*i', 'u*b', 'u*w/ms', 'x*volt', 'i*mV', '-70*mV + i*5*mV', '10*nA*5*Mohm',
        'abs(u)', 'floor(u)', 'ceil(u)', 'sqrt(u**2)', '(u**2)**0.5', 'u%(20*mV)', '-u%(20*mV)', 'clip(u,-60*mV,0*mV)', 'clip(u,-60*mV,1*ms)',
        'clip(u,0,1)', 'int(u/mV)*mV', 'mV', 'volt', '0*volt', '0', '3', 'x', 'w', 'u+1', 'u+0', 'u+w', 'u%1', 'u//2', 'u**1', 'u*w', 'rand()*5*mV', '3*V', 'inf*volt', '1*uweber/ms', '5*mV*int(x>0)']),
    ('quantities_second', 'second', ['w', 'tau', 't', 'dt', 't+w', '3*ms*2', '1/(5*Hz)', 'tau*exp(-w/tau)', 'i*dt', 'timestep(w,dt)*dt', '2*ms', '1*ksecond/1000']),
    ('quantities_hertz', 'hertz', ['1/ms', '1/w', '100*Hz', '1/tau', 'x/tau', '1/(2*pi*tau)']),
    ('quantities_powers', 'volt**2', ['u**2', 'u*u', 'u**2.0', 'u**i', 'u**x', '-u**2', 'abs(u)**2', '(3*mV)**2', 'u**(1+1)', 'u**3/mV', '3*mV**2']),
    ('quantities_root', 'volt**0.5', ['u**0.5', 'sqrt(u)', 'sqrt(abs(u))', 'abs(u)**0.5', 'abs(u)**(1/2)']),
    ('quantities_siemens', 'siemens', ['1*mS', '1/(1*Mohm)', '10*nS', '1*nA/mV']),
    ('into_integer', 'integer', ['i', 'i+1', 'k*k', 'k//2', 'k/2', 'x', '2.7', '-2.7', 'int(x)', 'floor(x)', 'b', 'x>0', 'int(b)', 'i**2', '2**31', '2**40', 'i%2', 'N-i', 'poisson(0)', 'inf', 'u/mV']),
    ('refused', '1', [
        '', 'x+', '(x', 'x)', 'x y', '2x', 'x^2', 'x<<1', 'x|1', '~x', 'x[0]', 'x.y', '"x"', '[x]', '(x,1)', '1 if x>0 else 0', 'lambda: x', 'x is 0', 'x in x',
        'x//=2', 'x:=1', 'unknown', 'unknown(x)', 'max(x,1)', 'min(x,1)', 'where(x>0,1,0)', 'round(x)', 'heaviside(x)', 'exp', 'exp*2', 'exp()', 'exp(x,1)',
        'clip(x,0)', 'x(3)', 'exp(x=1)', '_x', 'xi', 'np.exp(x)', '1j', '1.5.2', 'x and', 'x!', '0777', 'not']),
]

INFINITE = 'folded to an infinity the generated code cannot name'
NOT_A_NUMBER = 'folded to a not-a-number the generated code cannot name'
INTEGER_POWER = 'integers cannot be raised to negative integers'
COMPARISON = 'a comparison is refused as a factor'
ZERO = 'a plain zero has every dimension in Python, none in text'
SI_ROUNDED = 'the number in SI units is rounded'
TRUNCATED = 'truncated without a word'
ANY_IS_TRUE = 'anything but zero counts as true, without a word'
BY_ZERO = 'an integer divided by zero is zero'

# (expression, target or None for any): why
SURPRISES = {
    ('2**-1', None): 'zero: both operands are integers',
    ('10**-3', None): 'zero: both operands are integers',
    ('(-1)**k', None): INTEGER_POWER, ('2**k', None): INTEGER_POWER, ('i**-1', None): INTEGER_POWER,
    ('2**-i', None): INTEGER_POWER,
    ('0/x', None): 'zero over zero is folded to zero', ('0.0/x', None): 'zero over zero is folded to zero',
    ('x/x', None): 'zero over zero is folded to one',
    ('x/0', None): INFINITE, ('1/0', None): INFINITE, ('exp(1000)', None): INFINITE, ('log(0)', None): INFINITE,
    ('1e308*10', None): INFINITE, ('clip(x/0,0,1)', None): INFINITE,
    ('int(inf)', None): 'refused', ('inf', 'integer'): 'refused',
    ('arcsin(2)', None): NOT_A_NUMBER, ('sqrt(-1)', None): NOT_A_NUMBER,
    ('x%0', None): 'refused, while x//0 is accepted',
    ('k//i', None): BY_ZERO, ('k%i', None): BY_ZERO,
    ('(x>0)*3', None): COMPARISON, ('x*(i==1)', None): COMPARISON,
    ('x and b', None): 'numbers are refused here, while not x is accepted',
    ('i and b', None): 'numbers are refused here, while not x is accepted',
    ('1 and b', None): 'numbers are refused here, while not x is accepted',
    ('not x', None): 'accepted, while x and b is refused',
    ('-b', None): 'refused, while 1-b and b*3 are accepted',
    ('b+b', None): 'the sum of two truths is one truth',
    ('exp(b)', None): 'computed in half precision',
    ('log(e)', None): 'the constant e has lost its last digits',
    ('floor(u)', None): SI_ROUNDED, ('ceil(u)', None): SI_ROUNDED,
    ('0', 'volt'): ZERO, ('u+0', 'volt'): ZERO, ('u<0', 'boolean'): ZERO,
    ('1*mS', None): 'the only short unit name that is missing',
    ('k/2', 'integer'): TRUNCATED, ('x', 'integer'): TRUNCATED, ('2.7', 'integer'): TRUNCATED,
    ('-2.7', 'integer'): TRUNCATED,
    ('2**31', 'integer'): 'wraps around', ('2**40', 'integer'): 'wraps around',
    ('x', 'boolean'): ANY_IS_TRUE, ('i', 'boolean'): ANY_IS_TRUE, ('k', 'boolean'): ANY_IS_TRUE,
    ('1', 'boolean'): ANY_IS_TRUE,
}

# The last bit of a quotient decides which integer comes out.
ROUNDING = {'timestep(0.2999*ms,dt)', 'u/mV % 7', 'floor(u/mV)', 'int(u/mV)', 'int(u/mV)*mV'}
ROUNDING_INTO = {('u/mV', 'integer')}

groups = {}
used = set()
count = 0
for name, target, expressions in LISTS:
    assert len(set(expressions)) == len(expressions), name
    entries = []
    for expression in expressions:
        entry = {'expression': expression, 'target': target}
        entry.update(evaluate(expression, target))
        if name == 'random' or 'rand' in expression or 'poisson' in expression:
            entry['random'] = True
        for key in ((expression, None), (expression, target)):
            if key in SURPRISES:
                entry['surprise'] = True
                entry['note'] = SURPRISES[key]
                used.add(key)
        if expression in ROUNDING or (expression, target) in ROUNDING_INTO:
            entry['rounding'] = True
        entries.append(entry)
    groups[name] = entries
    count += len(entries)

assert used == set(SURPRISES), set(SURPRISES) - used
print(count, 'expressions')
write(__file__, 'values of expressions assigned as text to a variable y',
      {'context': CONTEXT, 'expressions': groups})
