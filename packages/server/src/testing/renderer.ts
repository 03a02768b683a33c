import { createRenderer, type Renderer } from '../delivery/render.ts'
import { createAccessHashes } from '../peers/access-hash.ts'
import { systemClock } from '../ports/clock.ts'
import type { Store } from '../store/store.ts'
import { createUserViews } from '../views/user-view.ts'

/** What shows people of a store to each other where there are no services beside it. */
export function testRenderer(store: Pick<Store, 'snapshot'>): Renderer {
  return createRenderer(store, createUserViews(createAccessHashes(new Uint8Array(32)), systemClock), systemClock)
}
