/** Prints the size of what applications carry of the codecs: bundled, minified, gzipped. */
import { bundles, measure } from '../test/bundles.ts'

for (const bundle of bundles) {
  const { minified, gzipped } = await measure(bundle)
  const verdict = gzipped <= bundle.limit ? 'within' : 'ABOVE'
  console.log(`${bundle.title}: ${minified} B minified, ${gzipped} B gzipped (${verdict} ${bundle.limit} B)`)
  if (gzipped > bundle.limit) process.exitCode = 1
}
