"""What `chaos` plays with: the processes on its stage, and somebody who reads pages meanwhile."""
