import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { coverageFile, describeCoverage } from './api-coverage.ts'

describe('docs/api-coverage.md', () => {
  it('says what is served and by what it is tested (npm run coverage:api)', async () => {
    expect(readFileSync(coverageFile, 'utf8')).toBe(await describeCoverage())
  })
})
