import { writeFileSync } from 'node:fs'
import { coverageFile, describeCoverage } from '../src/testing/api-coverage.ts'

writeFileSync(coverageFile, await describeCoverage())
