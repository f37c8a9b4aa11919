import CCairo
import Graphics
