/** What the public server says in words of what was done; programs show it to people who set a webhook. */
export function descriptionOf(method: string, values: ReadonlyMap<string, unknown>): string | undefined {
  switch (method.toLowerCase()) {
    case 'setwebhook':
      return values.get('url') ? 'Webhook was set' : 'Webhook was deleted'
    case 'deletewebhook':
      return 'Webhook was deleted'
    default:
      return undefined
  }
}
