import { writeFileSync } from 'node:fs'
import { describeLimits, limitsFile } from '../src/testing/limits-page.ts'

writeFileSync(limitsFile, describeLimits())
