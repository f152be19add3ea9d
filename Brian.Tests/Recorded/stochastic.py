"""Records statistics of the random listings of the first tutorial into stochastic.json.

    python3 Brian.Tests/Recorded/stochastic.py      (needs Brian 2.5.1; about 20 seconds)

Another random generator gives other spikes, so a test compares means and standard
deviations over seeds. What follows from random *initial values* alone is deterministic
once they are given: the values drawn and all spikes are recorded for one seed.
"""
import sys
sys.dont_write_bytecode = True

import numpy as np

from recording import constants, inputs, plain, simulate, spikes, write
from brian2 import ms, mV

SEEDS = list(range(20))


def statistics(rows):
    """Mean and standard deviation (n-1) over the seeds, for each column."""
    rows = np.asarray(rows, dtype=float)
    return {'mean': plain(rows.mean(axis=0)), 'sd': plain(rows.std(axis=0, ddof=1))}


def over_seeds(inp):
    return [simulate(inp, k) for k in SEEDS]


cases = []

# ---- Multiple neurons: random start, then deterministic -------------------------------

inp = inputs('dv/dt = (2-v)/tau : 1', N=100, threshold='v>1', reset='v=0', consts=constants(tau=10*ms),
             initial={'v': 'rand()'}, runs=[float(50*ms)], monitors={'S': spikes()})
runs = over_seeds(inp)
totals = [len(r['S']['t']) for r in runs]
cases.append({
    'name': 'multiple_neurons', 'inputs': inp, 'seeds': SEEDS,
    'outputs': {
        'total_per_seed': totals,
        'total': statistics(totals),
        'count_mean_per_seed': [plain(np.mean(r['S']['count'])) for r in runs],
        'count_sd_per_seed': [plain(np.std(r['S']['count'], ddof=1)) for r in runs],
        'initial_mean_per_seed': [plain(np.mean(r['before']['v'])) for r in runs],
        'initial_sd_per_seed': [plain(np.std(r['before']['v'], ddof=1)) for r in runs],
        'seed_0': {'initial_v': runs[0]['before']['v'], 'final_v': runs[0]['after']['v'],
                   'i': runs[0]['S']['i'], 't': runs[0]['S']['t'], 'count': runs[0]['S']['count']},
    }})

# ---- Stochastic neurons ---------------------------------------------------------------

inp = inputs('''dv/dt = (v0-v)/tau+sigma*xi*tau**-0.5 : 1 (unless refractory)
                v0 : 1''', N=100, threshold='v>1', reset='v=0', refractory=float(5*ms), method='euler',
             consts=constants(tau=10*ms, v0_max=3., sigma=0.2), initial={'v0': 'i*v0_max/(N-1)'},
             runs=[float(1000*ms)], monitors={'S': spikes()})
runs = over_seeds(inp)
totals = [len(r['S']['t']) for r in runs]
cases.append({
    'name': 'stochastic_neurons', 'inputs': inp, 'seeds': SEEDS,
    'outputs': {
        'total_per_seed': totals,
        'total': statistics(totals),
        'count_per_neuron': statistics([r['S']['count'] for r in runs]),
    }})

# ---- The last listing: adaptive threshold ---------------------------------------------

vr, vt0 = -70*mV, -50*mV
inp = inputs('''dv/dt = (v_drive+vr-v)/tau + sigma*xi*tau**-0.5 : volt
                dvt/dt = (vt0-vt)/tau_t : volt''', N=1000, threshold='v>vt',
             reset='v = vr\nvt += delta_vt0', refractory=float(5*ms), method='euler',
             consts=constants(tau=10*ms, vr=vr, vt0=vt0, delta_vt0=5*mV, tau_t=100*ms,
                              sigma=0.5*(vt0-vr), v_drive=2*(vt0-vr)),
             initial={'v': 'rand()*(vt0-vr)+vr', 'vt': 'vt0'},
             runs=[float(100*ms)], monitors={'S': spikes()})
runs = over_seeds(inp)
totals = [len(r['S']['t']) for r in runs]
STEPS_PER_BIN, BINS = 20, 50
profiles = []
for r in runs:
    steps = np.rint(np.asarray(r['S']['t'])/inp['dt']).astype(int)
    profiles.append(np.bincount(steps//STEPS_PER_BIN, minlength=BINS))
    assert len(profiles[-1]) == BINS
cases.append({
    'name': 'adaptive_threshold', 'inputs': inp, 'seeds': SEEDS,
    'outputs': {
        'total_per_seed': totals,
        'total': statistics(totals),
        'bin_seconds': STEPS_PER_BIN*inp['dt'],
        'spikes_per_bin': statistics(profiles),
        'final_v_mean_per_seed': [plain(np.mean(r['after']['v'])) for r in runs],
        'final_v_sd_per_seed': [plain(np.std(r['after']['v'], ddof=1)) for r in runs],
        'final_vt_mean_per_seed': [plain(np.mean(r['after']['vt'])) for r in runs],
        'final_vt_sd_per_seed': [plain(np.std(r['after']['vt'], ddof=1)) for r in runs],
    }})

write(__file__, 'statistics of the random listings of the first tutorial; sd is the sample deviation (n-1)',
      {'cases': cases})
