import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Service } from '../../rpc/handlers.ts'
import { badRequest, RpcError } from '../../rpc/rpc-error.ts'
import { isUsername, parseAbout, parseFirstName, parseLastName } from '../../rules/names.ts'
import type { UserId } from '../../store/domain/ids.ts'
import type { UserRecord } from '../../store/domain/users.ts'
import type { Transaction } from '../../store/store.ts'
import type { ServicePorts } from '../ports.ts'

/** One's own profile. */
export function createAccountService(ports: ServicePorts): Service {
  const { store, userViews } = ports

  const self = async (userId: UserId): Promise<api.User> => {
    const [user] = await userViews.of(store.read, userId, [userId])
    return user ?? { _: 'userEmpty', id: BigInt(userId) }
  }

  return {
    user: {
      async 'account.updateProfile'({ userId, caller }, request) {
        await store.transaction(async (tx) => {
          const user = await mustExist(tx, userId)
          const profile = {
            firstName: request.firstName === undefined ? user.firstName : parseFirstName(request.firstName),
            lastName: request.lastName === undefined ? user.lastName : parseLastName(request.lastName),
            about: request.about === undefined ? user.about : parseAbout(request.about),
          }
          await tx.users.setProfile(userId, profile)
          announce(tx, ports, { ...user, ...profile }, caller.session)
        })
        return self(userId)
      },

      async 'account.checkUsername'(_context, request) {
        if (!isUsername(request.username)) throw badRequest('USERNAME_INVALID')
        return (await store.read.usernames.resolve(request.username)) === undefined
      },

      async 'account.updateUsername'({ userId, caller }, request) {
        const username = request.username === '' ? undefined : request.username
        if (username !== undefined && !isUsername(username)) throw badRequest('USERNAME_INVALID')
        await store.transaction(async (tx) => {
          const user = await mustExist(tx, userId)
          if (user.username === username) throw badRequest('USERNAME_NOT_MODIFIED')
          if (!(await tx.usernames.assign(userId, username))) throw badRequest('USERNAME_OCCUPIED')
          announce(tx, ports, { ...user, username }, caller.session)
        })
        return self(userId)
      },
    },
  }
}

async function mustExist(tx: Transaction, userId: UserId): Promise<UserRecord> {
  const user = await tx.users.get(userId)
  if (user === undefined) throw new RpcError(401, 'USER_DEACTIVATED')
  return user
}

/** Tells the user's other sessions of the new name. */
function announce(tx: Transaction, { bus, clock }: ServicePorts, user: UserRecord, except: SessionName): void {
  const { username } = user
  const update: api.updateUserName = {
    _: 'updateUserName',
    userId: BigInt(user.id),
    firstName: user.firstName,
    lastName: user.lastName,
    usernames: username === undefined ? [] : [{ _: 'username', editable: true, active: true, username }],
  }
  const updates: api.updateShort = { _: 'updateShort', update, date: unixSeconds(clock) }
  tx.onCommit(() => bus.publish({ type: 'updates', userId: user.id, updates, except }))
}
