import assert from 'node:assert/strict';
import { EngineError } from '../../../engine/protocol/errors.js';
import { openTable } from '../../../engine/tables/openTable.js';

describe('an open table', () => {
  const table = () => {
    const made = openTable('fruit');
    made.add({ id: 'apple', title: 'Apple' }, { id: 'pear', title: 'Pear' });
    return made;
  };
  const failure = (code: string, message: RegExp) => (error: unknown) =>
    error instanceof EngineError && error.code === code && message.test(error.message);

  it('keeps its rows in the order in which they were added', () => {
    const fruits = table();
    fruits.add({ id: 'fig', title: 'Fig' });
    assert.deepEqual(
      fruits.rows().map(({ id }) => id),
      ['apple', 'pear', 'fig'],
    );
  });

  it('finds a row by its id', () => assert.equal(table().named('pear').title, 'Pear'));

  it('says which ids there are when it is asked for another', () =>
    assert.throws(
      () => table().named('toString'),
      failure('usage', /no fruit "toString"\. Choose one of apple, pear\./),
    ));

  it('refuses an id that is taken, and all rows that come with it', () => {
    const fruits = table();
    const rows = ['fig', 'apple'].map((id) => ({ id, title: id }));
    assert.throws(
      () => fruits.add(...rows),
      failure('plugin-failed', /fruit "apple" would be added a second time/),
    );
    assert.equal(fruits.rows().length, 2);
  });

  it('takes the rows of a plug-in out again', () => {
    const fruits = table();
    const takeOut = fruits.add({ id: 'fig', title: 'Fig', plugin: { id: 'acme.fruit', title: 'Fruit', version: '1.0.0' } });
    takeOut();
    assert.deepEqual(
      fruits.rows().map(({ id }) => id),
      ['apple', 'pear'],
    );
    assert.doesNotThrow(() => fruits.add({ id: 'fig', title: 'Another fig' }));
  });
});
