import { inSteps } from '../store/in-steps.ts'
import type { Store } from '../store/store.ts'
import type { KeyRing } from './key-ring.ts'

const rowsOfUnit = 200

/**
 * Seals the keys of all objects under the master key that seals now, a new one where the server looks after them. The objects
 * stay as they are. Given again it goes on where it was broken off. Tells how many keys it sealed anew.
 */
export async function rotateKeys(store: Store, keyRing: KeyRing, onProgress: (done: number) => void): Promise<number> {
  keyRing.begin()
  const { keys } = keyRing
  let after = ''
  let rewrapped = 0
  // Within units, so that whatever was sealed under another key before is seen.
  await inSteps(store, rowsOfUnit, async ({ fileObjects }, limit) => {
    const page = await fileObjects.page(after, limit)
    for (const object of page) {
      const { name, keyId } = object
      if (keyId === keys.current) continue
      const wrapped = keys.wrap(keys.unwrap(object, name), name)
      await fileObjects.rewrap(name, wrapped.key, wrapped.keyId)
      rewrapped++
    }
    after = page.at(-1)?.name ?? after
    onProgress(rewrapped)
    return page.length
  })
  keyRing.finish()
  return rewrapped
}
