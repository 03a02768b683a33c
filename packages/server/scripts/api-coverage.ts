import { writeFileSync } from 'node:fs'
import { coverageFile, describeCoverage } from '../src/testing/api-coverage.ts'
import { describeErrors, errorsFile } from '../src/testing/possible-errors.ts'
import { createTestServer } from '../src/testing/test-server.ts'

writeFileSync(coverageFile, await describeCoverage())
const server = await createTestServer()
writeFileSync(errorsFile, describeErrors(server.rpc))
await server.close()
