import * as Y from 'yjs';
import { Knowledge } from '#lib/protocol/knowledge.ts';
import { scanUpdate } from '#lib/protocol/scan-update.ts';
import { placeStructs } from '#lib/protocol/place-structs.ts';
import { validateUpdate } from '#lib/protocol/validate-update.ts';
import { textDocumentRules } from '#lib/protocol/document-rules.ts';
const d2=new Y.Doc(); const f=d2.getXmlFragment('body'); d2.transact(()=>{for(let i=0;i<34000;i++){const e=new Y.XmlElement('paragraph'); e.insert(0,[new Y.XmlText('Lorem ipsum dolor sit amet '.repeat(6))]); e.setAttribute('id','b'+i); f.insert(i,[e]);}});
const s2=Y.encodeStateAsUpdate(d2);
for(let r=0;r<3;r++){
let t=performance.now(); const lap=(n:string)=>{console.log(n,(performance.now()-t).toFixed(0)); t=performance.now();};
const sc=scanUpdate(s2) as any; lap('scan'); 
placeStructs(new Knowledge(), sc.value.blocks, {author:'a',schema:1,rules:textDocumentRules}); lap('place');
Y.diffUpdate(s2, new Uint8Array([0])); lap('diff');
const v=validateUpdate(new Knowledge(),s2,{author:'a',schema:1,rules:textDocumentRules,sizeBytesMax:9e6}); lap('all');
const d=new Y.Doc(); Y.applyUpdate(d,s2); lap('apply (for comparison)');}
