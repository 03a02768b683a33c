import { unixSeconds } from '../../ports/clock.ts'
import type { Service } from '../../rpc/handlers.ts'
import type { ServicePorts } from '../ports.ts'
import { appConfig, appConfigHash } from './app-config.ts'
import { createConfig } from './config.ts'

const oneHour = 3600

/** What clients ask for before anything else. */
export function createHelpService({ clock, settings }: ServicePorts): Service {
  return {
    open: {
      async 'help.getConfig'() {
        return createConfig(settings, unixSeconds(clock))
      },
      async 'help.getNearestDc'() {
        // "ZZ": the country of the caller is not looked up.
        return { _: 'nearestDc', country: 'ZZ', thisDc: settings.dcId, nearestDc: settings.dcId }
      },
      async 'help.getAppConfig'(_context, request) {
        if (request.hash === appConfigHash) return { _: 'help.appConfigNotModified' }
        return { _: 'help.appConfig', hash: appConfigHash, config: appConfig }
      },
      async 'help.getTermsOfServiceUpdate'() {
        return { _: 'help.termsOfServiceUpdateEmpty', expires: unixSeconds(clock) + oneHour }
      },
    },
    user: {
      async 'help.getPromoData'() {
        return { _: 'help.promoDataEmpty', expires: unixSeconds(clock) + oneHour }
      },
    },
  }
}
