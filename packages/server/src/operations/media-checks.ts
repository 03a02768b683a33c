import { loadSharp } from '../media/pictures/load-sharp.ts'
import type { Finding } from './checks.ts'

/** Whether photos can be taken in. A server runs without. */
export async function checkPictures(): Promise<Finding> {
  const what = 'pictures'
  try {
    const { versions } = await loadSharp()
    return { verdict: 'ok', what, found: `sharp ${versions.sharp ?? ''}, libvips ${versions.vips}` }
  } catch (error) {
    const [found = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
    return { verdict: 'warning', what, found, advice: 'install sharp for this machine: no photo is taken in without' }
  }
}
