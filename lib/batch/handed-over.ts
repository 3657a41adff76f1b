/** Thrown by a stage that ran out of time and left what it had: the same message goes on with it. */
export class HandedOver extends Error {
  constructor() {
    super('out of time: handed over');
    this.name = 'HandedOver';
  }
}
