import { expect, test } from 'vitest'
import { bundles, measure } from './bundles.ts'

test.each(bundles)('$title: in a bundle of at most $limit bytes', async (bundle) => {
  const { minified, gzipped } = await measure(bundle)
  console.log(`${bundle.title}: ${minified} B minified, ${gzipped} B gzipped`)
  expect(gzipped).toBeLessThanOrEqual(bundle.limit)
})
