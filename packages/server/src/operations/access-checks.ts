import { readAddressBook } from '../code-senders/address-book-file.ts'
import type { Config } from '../config/config.ts'
import { deliversCodes } from '../config/delivery.ts'
import { isReachable } from '../config/loopback.ts'
import { publicAddresses } from '../config/public-address.ts'
import type { Finding } from './checks.ts'

/** Whom this server is open to, and by what: checks of the configuration alone. */
export async function checkAccess(config: Config): Promise<Finding[]> {
  return [await checkAddress(config), checkTestAccounts(config), checkCodes(config), checkLimits(config)]
}

async function checkAddress({ host, publicHost }: Config): Promise<Finding> {
  const what = 'address for clients'
  if (publicHost === undefined && (host === '0.0.0.0' || host === '::')) {
    const found = `others can connect, and are told to connect to ${host === '::' ? '::1' : '127.0.0.1'}`
    return { verdict: 'warning', what, found, advice: 'say by --public-host where they find this machine' }
  }
  try {
    return { verdict: 'ok', what, found: (await publicAddresses(publicHost ?? host)).join(', ') }
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error)
    return { verdict: 'failure', what, found, advice: 'give the address in digits by --public-host' }
  }
}

function checkTestAccounts(config: Config): Finding {
  const what = 'test accounts'
  if (!config.testAccounts) return { verdict: 'ok', what, found: 'off' }
  const found = 'on: whoever connects signs in as any 99966XYYYY, by the digit X five times'
  if (!isReachable(config) && !deliversCodes(config)) return { verdict: 'ok', what, found }
  return { verdict: 'warning', what, found, advice: 'others are to reach this server: leave --test-accounts out' }
}

function checkCodes(config: Config): Finding {
  const what = 'login codes'
  const { codeCommand, codeWebhook, addressBook } = config
  if (codeCommand !== undefined) return { verdict: 'ok', what, found: 'go out by a command' }
  if (codeWebhook !== undefined) return { verdict: 'ok', what, found: `are posted to ${new URL(codeWebhook).origin}` }
  if (addressBook !== undefined) {
    try {
      return { verdict: 'ok', what, found: `go by e-mail to ${readAddressBook(addressBook).size} people` }
    } catch (error) {
      const found = error instanceof Error ? error.message : String(error)
      return {
        verdict: 'failure',
        what,
        found,
        advice: 'put the file right: { "+491701234567": "person@example.org" }',
      }
    }
  }
  const found = 'are only printed in the log'
  if (!isReachable(config)) return { verdict: 'ok', what, found }
  const advice = 'nobody gets one: see --code-command, --code-webhook, and --smtp with --address-book'
  return { verdict: 'warning', what, found, advice }
}

function checkLimits({ rateLimits }: Config): Finding {
  return { verdict: 'ok', what: 'rate limits', found: rateLimits ? 'on' : 'off' }
}
