import { describe, expect, it } from 'vitest'
import type { WebAppSession } from '../domain/people/web-apps.ts'
import type { Store } from '../store.ts'
import { addUser } from './fixtures.ts'

export function webAppsContract(store: () => Store): void {
  describe('web apps', () => {
    it('are found by number, and by name in whatever letters; one of the same name takes the other’s place', async () => {
      const bot = await addUser(store(), '1')
      const app = { bot, shortName: 'Shop', title: 'Shop', description: 'Sells', url: 'https://a.example' }
      await store().transaction(async (tx) => {
        await tx.webApps.putApp({ ...app, shortName: '' })
        await tx.webApps.putApp(app)
      })
      const { webApps } = store().read
      const found = await webApps.appNamed(bot, 'sHOP')
      expect(found).toMatchObject(app)
      await store().transaction((tx) => tx.webApps.putApp({ ...app, shortName: 'shop', title: 'New' }))
      expect(await webApps.app(found?.id ?? 0)).toMatchObject({ shortName: 'shop', title: 'New' })
      expect((await webApps.appsOf(bot)).map(({ shortName }) => shortName)).toEqual(['', 'shop'])
      await store().transaction((tx) => tx.webApps.removeApp(bot, 'SHOP'))
      expect(await webApps.appNamed(bot, 'shop')).toBeUndefined()
      expect(await webApps.appNamed(bot, '')).toMatchObject({ title: 'Shop' })
    })

    it('are open until they are closed or over', async () => {
      const [bot, userId] = [await addUser(store(), '1'), await addUser(store(), '2')]
      const session: WebAppSession = {
        ...{ queryId: -(1n << 62n), bot, userId, silent: true, expiresAt: 100 },
        ...{ peer: Uint8Array.of(1), replyTo: Uint8Array.of(2), sendAs: undefined },
      }
      await store().transaction(async (tx) => {
        await tx.webApps.putSession({ ...session, expiresAt: 50 })
        await tx.webApps.putSession(session)
        await tx.webApps.putSession({ ...session, queryId: 2n })
      })
      const { webApps } = store().read
      expect(await webApps.session(session.queryId)).toEqual(session)
      expect(await webApps.countOf(userId)).toBe(2)
      await store().transaction((tx) => tx.webApps.removeSession(2n))
      expect(await webApps.session(2n)).toBeUndefined()
      expect(await store().transaction((tx) => tx.webApps.removeExpired(99, 10))).toBe(0)
      expect(await store().transaction((tx) => tx.webApps.removeExpired(100, 10))).toBe(1)
      expect(await webApps.countOf(userId)).toBe(0)
    })

    it('offer what was prepared for somebody until that is over', async () => {
      const [bot, userId] = [await addUser(store(), '1'), await addUser(store(), '2')]
      const prepared = { id: -(1n << 62n), bot, userId, message: Uint8Array.of(1), button: undefined, expiresAt: 100 }
      await store().transaction((tx) => tx.webApps.putPrepared(prepared))
      const { webApps } = store().read
      expect(await webApps.prepared(prepared.id)).toEqual(prepared)
      expect(await webApps.countPrepared(bot)).toBe(1)
      expect(await store().transaction((tx) => tx.webApps.removeExpired(99, 10))).toBe(0)
      expect(await store().transaction((tx) => tx.webApps.removeExpired(100, 10))).toBe(1)
      expect(await webApps.prepared(prepared.id)).toBeUndefined()
    })
  })
}
