import { writeFileSync } from 'node:fs'
import { costsFile, describeCosts } from '../src/testing/costs/costs-page.ts'

let measured = 0
const page = await describeCosts(() => {
  if (++measured % 25 === 0) process.stderr.write(`${measured} methods measured\n`)
})
writeFileSync(costsFile, page)
process.stdout.write(`docs/costs.md: ${measured} methods\n`)
