import type { ServicePorts } from '../../core-ports.ts'
import { joinMethods, type Service } from '../../rpc/handlers.ts'
import { createAuthorizations } from './authorizations.ts'
import { createAutoDownload } from './auto-download.ts'
import { createChangePhone } from './change-phone.ts'
import { createDeleteAccount } from './delete-account.ts'
import { createLooks } from './looks.ts'
import { createPersonalChannel } from './personal-channel.ts'
import { createProfile } from './profile.ts'
import { createPushDevices } from './push-devices.ts'
import { createAccountSettings } from './settings.ts'
import { createInvalidateSignInCodes } from './sign-in-codes.ts'
import { createTakeout } from './takeout.ts'
import { createAccountUpkeep } from './upkeep.ts'

/** One's own account: how it looks, what is set for it, its devices and its end. */
export function createAccountService(ports: ServicePorts): Service {
  return {
    upkeep: [createAccountUpkeep(ports)],
    methods: joinMethods(
      createDeleteAccount(ports),
      createProfile(ports),
      createLooks(ports),
      createPersonalChannel(ports),
      createAccountSettings(ports),
      createAutoDownload(ports),
      createAuthorizations(ports),
      createChangePhone(ports),
      createPushDevices(ports),
      createTakeout(ports),
      createInvalidateSignInCodes(ports),
    ),
  }
}
