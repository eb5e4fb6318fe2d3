from regioncodes.codes.joint_coverage import joint_coverage
from regioncodes.codes.simulation import derivative_study
from regioncodes.ground.options import Derivative, Simulation
from regioncodes.ground.tables import write_table

output, params = snakemake.output, snakemake.params
simulation = Simulation(**params.simulation)
options = {"derivative": Derivative(**params.derivative), "seed": params.seed}
write_table(derivative_study(simulation, methods=params.methods, **options), output.simulation)
write_table(joint_coverage(simulation, **options), output.joint_coverage)
