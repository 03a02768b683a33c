/** "no_forwards_request_expire_period": how long a request waits for the one who protects the chat. */
export const requestSeconds: number = 86_400
