from regioncodes.codes.simulation import derivative_study
from regioncodes.ground.options import Derivative, Simulation
from regioncodes.ground.tables import write_table

params = snakemake.params
simulation, derivative = Simulation(**params.simulation), Derivative(**params.derivative)
study = derivative_study(simulation, methods=params.methods, derivative=derivative, seed=params.seed)
write_table(study, snakemake.output[0])
