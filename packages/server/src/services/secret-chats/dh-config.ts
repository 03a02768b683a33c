import type { ServicePorts } from '../../core-ports.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { dhGroup, maxRandomBytes } from '../../rules/secret-chats.ts'

/** The group of secret chats and calls, and bytes that strengthen a client's own. */
export function createDhConfig({ random }: ServicePorts): Methods {
  return {
    'messages.getDhConfig': userMethod(
      { rate: { burst: 60, secondsEach: 1 } },
      async (_, { version, randomLength: length }) => {
        if (length < 0 || length > maxRandomBytes) throw badRequest('RANDOM_LENGTH_INVALID')
        const bytes = random(length)
        if (version === dhGroup.version) return { _: 'messages.dhConfigNotModified', random: bytes }
        return { _: 'messages.dhConfig', ...dhGroup, random: bytes }
      },
    ),
  }
}
