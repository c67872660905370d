export async function run(){return {name:'crash',ok:true}}
