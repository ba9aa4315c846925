#include "CPaillierKernels.h"
