import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { tellOfUser } from '../../changes/announce.ts'
import { recordUnnumbered } from '../../changes/record-change.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { isUsername, parseAbout, parseFirstName, parseLastName } from '../../rules/names.ts'
import type { UserRecord } from '../../store/domain/people/users.ts'
import type { Transaction } from '../../store/store.ts'
import { mustExist, viewSelf } from './self.ts'

/** Name, bio and username. */
export function createProfile(ports: ServicePorts): Methods {
  const { store } = ports
  return {
    'account.updateProfile': userMethod(
      { rate: { burst: 60, secondsEach: 2 } },
      async ({ userId, caller }, request) => {
        await store.transaction(async (tx) => {
          const user = await mustExist(tx, userId)
          const profile = {
            firstName: request.firstName === undefined ? user.firstName : parseFirstName(request.firstName),
            lastName: request.lastName === undefined ? user.lastName : parseLastName(request.lastName),
            about: request.about === undefined ? user.about : parseAbout(request.about),
          }
          await tx.users.setProfile(userId, profile)
          await announce(tx, ports, { ...user, ...profile }, caller.session)
        })
        return viewSelf(ports, userId)
      },
    ),

    'account.checkUsername': userMethod({ rate: { burst: 100, secondsEach: 0.5 } }, async (_context, request) => {
      if (!isUsername(request.username)) throw badRequest('USERNAME_INVALID')
      return (await store.read.usernames.resolve(request.username)) === undefined
    }),

    async 'account.updateUsername'({ userId, caller }, request) {
      const username = request.username === '' ? undefined : request.username
      if (username !== undefined && !isUsername(username)) throw badRequest('USERNAME_INVALID')
      await store.transaction(async (tx) => {
        const user = await mustExist(tx, userId)
        if (user.username === username) throw badRequest('USERNAME_NOT_MODIFIED')
        if (!(await tx.usernames.assign(userId, username))) throw badRequest('USERNAME_OCCUPIED')
        await announce(tx, ports, { ...user, username }, caller.session)
      })
      return viewSelf(ports, userId)
    },

    // These concern further names, which are bought elsewhere: there is only the one that is edited.
    async 'account.toggleUsername'({ userId }, request) {
      const { username } = await mustExist(store.read, userId)
      if (username?.toLowerCase() !== request.username.toLowerCase()) throw badRequest('USERNAME_INVALID')
      throw badRequest(request.active ? 'USERNAME_NOT_MODIFIED' : 'USERNAME_INVALID')
    },
    async 'account.reorderUsernames'({ userId }, request) {
      const { username } = await mustExist(store.read, userId)
      const named = request.order.map((name) => name.toLowerCase())
      if (named.length > 1 || (named[0] !== undefined && named[0] !== username?.toLowerCase())) {
        throw badRequest('ORDER_INVALID')
      }
      throw badRequest('USERNAME_NOT_MODIFIED')
    },
  }
}

/** Within a unit: tells the user's other sessions of the new name, and everyone who knows him to look. */
async function announce(tx: Transaction, ports: ServicePorts, user: UserRecord, except: SessionName): Promise<void> {
  const { username } = user
  const update: api.updateUserName = {
    _: 'updateUserName',
    userId: BigInt(user.id),
    firstName: user.firstName,
    lastName: user.lastName,
    usernames: username === undefined ? [] : [{ _: 'username', editable: true, active: true, username }],
  }
  const date = unixSeconds(ports.clock)
  await recordUnnumbered(tx, ports, { userId: user.id, key: 'name', update, date, except })
  tellOfUser(tx, ports, user.id)
}
