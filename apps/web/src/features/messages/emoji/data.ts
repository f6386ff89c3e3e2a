/**
 * The emoji that people use most, with names to search by, written for this project.
 * An entry is the emoji, its Chinese words, `=`, its English words; the first word of each is its name.
 */
export const groups = {
  smileys: `
😀嘿嘿/笑脸/开心=grinning/happy/smile,😃大笑/笑脸=big smile/happy/joy,😄眯眼笑/开心=smiling eyes/happy/laugh,😁露齿笑/嘻嘻=beaming/grin/teeth,😆哈哈/笑死=laughing/haha/squint,😅苦笑/汗/尴尬=sweat smile/nervous/phew,
🤣笑翻/笑得打滚=rolling laughing/rofl/lol,😂笑哭/喜极而泣=tears of joy/lol/laugh cry,🙂微笑=slight smile/fine,🙃倒脸/无奈=upside down/irony,😉眨眼/调皮=wink,😊害羞/可爱/脸红=blush/shy/happy,
😇天使/乖=angel/halo/innocent,🥰喜爱/爱心脸=in love/hearts/adore,😍花痴/爱慕=heart eyes/love,🤩崇拜/星星眼=star struck/wow,😘飞吻/亲亲/么么哒=blow kiss/kiss,😗亲/嘟嘴=kissing,
😋好吃/馋/美味=yummy/delicious/tongue,😛吐舌/调皮=tongue out/playful,😜鬼脸/坏笑=winking tongue/crazy,🤪疯狂/搞怪=zany/goofy,🤑发财/见钱眼开=money mouth/rich,🤗抱抱/拥抱=hug/hugging,
🤭捂嘴笑/偷笑=giggle/oops,🤫嘘/安静=shush/quiet/secret,🤔思考/想想/疑惑=thinking/hmm,🤐闭嘴/保密=zipper mouth/secret,🤨挑眉/怀疑=raised eyebrow/doubt,😐面无表情/无语=neutral/meh,
😑无语/冷漠=expressionless/blank,😶沉默/没有嘴=no mouth/silent,😏得意/坏笑=smirk/smug,😒不高兴/嫌弃=unamused/meh,🙄白眼/翻白眼=eye roll,😬龇牙/尴尬=grimace/awkward,
😌放松/安心=relieved/calm,😔失落/沉思=pensive/sad,😪困/犯困=sleepy/tired,🤤流口水/馋=drooling/yummy,😴睡觉/睡着/晚安=sleeping/good night/zzz,😷口罩/生病=mask/sick,
🤒发烧/生病=fever/ill,🤕受伤/头疼=hurt/bandage/headache,🤢恶心/想吐=nauseated/sick,🤮呕吐/吐=vomiting/sick,🤧打喷嚏/感冒=sneezing/cold,🥵好热/中暑=hot/heat,
🥶好冷/冻僵=cold/freezing,🥴晕/醉=woozy/drunk,😵头晕/晕倒=dizzy,🤯爆炸/震惊=mind blown/exploding,🥳庆祝/派对/生日=party/celebrate/birthday,😎酷/墨镜=cool/sunglasses,
🤓书呆子/学霸=nerd/glasses,🧐仔细看/打量=monocle/inspect,😕困惑/不解=confused,😟担心=worried,🙁不开心/难过=frown/sad,😮惊讶/哇=surprised/wow/open mouth,
😯惊呆=hushed/surprised,😲震惊=astonished/shocked,😳脸红/尴尬/瞪眼=flushed/embarrassed,🥺可怜/拜托/委屈=pleading/puppy eyes,😨害怕=fearful/scared,😰冷汗/紧张=anxious/cold sweat,
😥失望/难过=sad relieved/disappointed,😢哭/流泪/伤心=crying/sad/tear,😭大哭/泪奔=loud crying/sob,😱吓死/惊恐/尖叫=scream/fear,😖纠结/难受=confounded,😣忍耐/坚持=persevere,
😞失望/沮丧=disappointed/sad,😓汗/冷汗/累=downcast sweat/tired,😩累/崩溃=weary/tired,😫好累/受不了=exhausted/tired,🥱哈欠/困=yawn/bored,😤哼/傲慢/生气=huff/triumph/angry,
😡发怒/愤怒=pouting/angry/mad,😠生气=angry/mad,🤬骂人/脏话=swearing/cursing,😈坏笑/恶魔=devil smile/evil,💀骷髅/笑死=skull/dead,💩便便/屎=poop,
🤡小丑=clown,👻鬼/幽灵/万圣节=ghost/halloween,👽外星人=alien,🤖机器人=robot/bot,😺笑猫/猫=happy cat,😹笑哭猫=laughing cat,🙈非礼勿视/害羞/猴子=see no evil/monkey/shy,🙉非礼勿听/猴子=hear no evil/monkey,🙊非礼勿言/猴子=speak no evil/monkey`,
  people: `
👋挥手/再见/你好=wave/hello/bye,✋举手/停=raised hand/stop/high five,👌好的/没问题/可以=ok/okay/perfect,🤌捏手指/为什么=pinched fingers/why,✌️胜利/耶/剪刀手=victory/peace,🤞好运/祈祷=fingers crossed/luck,
🤟爱你=love you/rock,🤘摇滚=rock on/horns,🤙打电话/联系=call me/hang loose,👈左/指左=point left,👉右/指右=point right,👆上/指上=point up/above,
👇下/指下=point down/below,👍赞/棒/好/同意=thumbs up/yes/good/like,👎踩/差/反对=thumbs down/no/dislike,✊拳头/加油=fist/power,👊碰拳/出拳=fist bump/punch,👏鼓掌/拍手=clap/applause/bravo,
🙌万岁/欢呼/举双手=raising hands/hooray/praise,🫶比心/爱心手=heart hands/love,🤝握手/合作/成交=handshake/deal,🙏拜托/感谢/祈祷/合十=folded hands/please/thanks/pray,✍️写字/记录=writing,💪加油/肌肉/强=muscle/strong/flex,
👀眼睛/看看/围观=eyes/look/watch,👂耳朵/听=ear/listen,🧠大脑/聪明=brain/smart,🫡敬礼/收到=salute/yes sir,🤦捂脸/无语=facepalm,🤷摊手/不知道/耸肩=shrug/dunno,
🙋举手/我=raising hand/me,🙅不行/拒绝=no gesture/refuse,🙆可以/好的=ok gesture/fine,🙇鞠躬/谢谢/对不起=bow/sorry/thanks,💁帮忙/服务台=tipping hand/info,👶宝宝/婴儿=baby,
👦男孩=boy,👧女孩=girl,👨男人=man,👩女人=woman,👴爷爷/老人=grandfather/old man,👵奶奶/外婆=grandmother/old woman,👨‍💻程序员/码农=developer/programmer,👩‍🏫老师=teacher,
👨‍🍳厨师=cook/chef,👮警察=police,🕵️侦探=detective,🎅圣诞老人/圣诞=santa/christmas,💃跳舞/舞蹈=dancing,🏃跑步/快跑=running/run,🚶走路/散步=walking/walk,👨‍👩‍👧家庭/一家人=family,💑情侣/恋爱=couple/love,🫂拥抱/安慰=hugging people/comfort`,
  nature: `
🐶狗/小狗=dog/puppy,🐱猫/小猫=cat/kitten,🐭老鼠/鼠=mouse,🐹仓鼠=hamster,🐰兔子/兔=rabbit/bunny,🦊狐狸=fox,🐻熊=bear,🐼熊猫=panda,🐨考拉=koala,🐯老虎/虎=tiger,🦁狮子=lion,🐮牛=cow,
🐷猪=pig,🐸青蛙=frog,🐵猴子/猴=monkey,🐔鸡=chicken,🐧企鹅=penguin,🐦鸟/小鸟=bird,🦆鸭子=duck,🦉猫头鹰=owl,🐺狼=wolf,🐴马=horse,🦄独角兽=unicorn,🐝蜜蜂=bee,
🐛虫子/毛毛虫/程序错误=bug/caterpillar,🦋蝴蝶=butterfly,🐌蜗牛/慢=snail/slow,🐢乌龟/慢=turtle/slow,🐍蛇=snake,🐉龙=dragon,🐙章鱼=octopus,🐠热带鱼/鱼=fish,🐬海豚=dolphin,🐳鲸鱼=whale,🦈鲨鱼=shark,🐘大象=elephant,
🐑羊/绵羊=sheep,🌵仙人掌=cactus,🎄圣诞树/圣诞=christmas tree,🌲松树/树=evergreen/tree,🌳大树/树=tree,🌱发芽/幼苗=seedling/sprout,🍀四叶草/好运=four leaf clover/luck,🍁枫叶/秋天=maple leaf/autumn,🍂落叶/秋天=fallen leaves/autumn,🌷郁金香/花=tulip/flower,
🌹玫瑰/花/爱情=rose/flower/love,🌸樱花/花=cherry blossom/flower,🌻向日葵/花=sunflower/flower,💐花束/鲜花=bouquet/flowers,🌞太阳/晴天=sun/sunny,🌙月亮/晚安=moon/night,⭐星星=star,🌟闪亮/星星=glowing star/shine,✨闪闪/亮晶晶=sparkles/shiny,⚡闪电/快=lightning/zap/fast,
🔥火/热门/厉害=fire/hot/lit,💥爆炸/嘭=boom/explosion,🌈彩虹=rainbow,☀️晴天/太阳=sunny/sun,⛅多云=partly cloudy/cloud,🌧️下雨/雨=rain,⛈️雷雨=thunderstorm/storm,❄️雪花/冬天=snowflake/winter/cold,☃️雪人=snowman,💨风/快跑=wind/dash,💧水滴/水=droplet/water,🌊海浪/大海=wave/ocean/sea`,
  food: `
🍎苹果/水果=apple/fruit,🍊橘子/橙子=orange/tangerine,🍋柠檬=lemon,🍌香蕉=banana,🍉西瓜/吃瓜=watermelon,🍇葡萄=grapes,🍓草莓=strawberry,🍑桃子=peach,🍍菠萝=pineapple,🥝猕猴桃=kiwi,🍅番茄/西红柿=tomato,🥑牛油果=avocado,
🌽玉米=corn,🌶️辣椒/辣=chili/spicy/hot,🥕胡萝卜=carrot,🥔土豆=potato,🍞面包=bread,🥐牛角包=croissant,🧀奶酪/芝士=cheese,🥚鸡蛋/蛋=egg,🍳煎蛋/做饭=fried egg/cooking,🍖肉=meat,🍗鸡腿=chicken leg,🍔汉堡=burger/hamburger,
🍟薯条=fries,🍕披萨=pizza,🌭热狗=hot dog,🥪三明治=sandwich,🥗沙拉=salad,🍜面条/拉面/面=noodles/ramen,🍲火锅/炖菜=hot pot/stew,🍚米饭/饭=rice,🍛咖喱=curry,🍣寿司=sushi,🥟饺子=dumpling,🥡外卖=takeout,
🍢串串/关东煮=skewer,🍰蛋糕=cake/shortcake,🎂生日蛋糕/生日=birthday cake/birthday,🍦冰淇淋=ice cream,🍩甜甜圈=doughnut/donut,🍪饼干=cookie,🍫巧克力=chocolate,🍬糖果=candy,🍿爆米花/看戏=popcorn,🥮月饼/中秋=moon cake/mid autumn,☕咖啡/茶=coffee/tea,🍵茶/绿茶=tea/green tea,
🧋奶茶/珍珠奶茶=bubble tea/milk tea,🥤饮料/可乐=soft drink/cola,🍺啤酒=beer,🍻干杯/啤酒=cheers/beers,🥂碰杯/干杯/香槟=clinking glasses/cheers/champagne,🍷红酒=wine,🥢筷子=chopsticks,🍴餐具/吃饭=fork and knife/eat`,
  places: `
🚗汽车/车=car,🚕出租车/打车=taxi/cab,🚌公交车/公交=bus,🚓警车=police car,🚑救护车=ambulance,🚲自行车/骑车=bicycle/bike,🛵电动车/摩托=scooter,🚄高铁/火车=high speed train/train,🚇地铁=metro/subway,✈️飞机/出差/旅行=airplane/flight/travel,🚀火箭/上线/发射=rocket/launch/ship it,🚢轮船/船=ship,
⚓锚=anchor,🚦红绿灯=traffic light,🗺️地图=map,🏠家/房子=house/home,🏢办公楼/公司=office/building,🏥医院=hospital,🏫学校=school,🏨酒店=hotel,🏦银行=bank,⛺帐篷/露营=tent/camping,🏖️海滩/度假=beach/holiday,🏔️雪山/山=mountain/snow,
🌅日出/早安=sunrise/good morning,🌃夜景/晚上=night/city night,🌍地球/世界=earth/world,🧳行李/出差=luggage/trip,⏰闹钟/起床=alarm clock/time,⌚手表/时间=watch/time,⏳沙漏/等待=hourglass/waiting,🕐一点/时钟=one o'clock/clock`,
  activities: `
🎉庆祝/恭喜/撒花=party popper/congratulations/tada,🎊彩球/庆祝=confetti/celebrate,🎈气球/生日=balloon/birthday,🎁礼物/礼盒=gift/present,🧧红包/新年/恭喜发财=red envelope/lucky money,🏮灯笼/元宵=red lantern,🎆烟花/新年=fireworks/new year,🧨鞭炮/过年=firecracker,🏆奖杯/冠军=trophy/winner,🥇金牌/第一=gold medal/first,🏅奖牌=medal,⚽足球=football/soccer,
🏀篮球=basketball,🏐排球=volleyball,🎾网球=tennis,🏓乒乓球=ping pong/table tennis,🏸羽毛球=badminton,🥊拳击=boxing,⛳高尔夫=golf,🎣钓鱼/摸鱼=fishing,🎿滑雪=skiing,🏊游泳=swimming,🚴骑行=cycling,🧗攀岩=climbing,
🧘瑜伽/冥想=yoga/meditation,🎮游戏/打游戏=video game/gaming,🎲骰子=dice/game,♟️象棋=chess,🀄麻将=mahjong,🎯靶心/目标=bullseye/target/goal,🎨画画/艺术=art/paint,🎬电影/开拍=movie/action,🎤唱歌/麦克风=sing/microphone,🎧耳机/听歌=headphones/music,🎵音符/音乐=music/note,🎸吉他=guitar,🎹钢琴=piano`,
  objects: `
📱手机=phone/mobile,💻电脑/笔记本=laptop/computer,⌨️键盘=keyboard,🖥️显示器/电脑=desktop/screen,🖨️打印机=printer,📷相机/拍照=camera/photo,🎥摄像机=movie camera,📺电视=television/tv,🔋电池/满电=battery,🔌插头/充电=plug/charge,💡灯泡/主意/想法=light bulb/idea,🔦手电筒=flashlight,
💰钱袋/钱=money bag/money,💵钞票/钱=dollars/money,💳银行卡=credit card,💎钻石=gem/diamond,🔧扳手/修理=wrench/fix,🔨锤子=hammer,⚙️齿轮/设置=gear/settings,🔒锁/加密=lock/locked,🔑钥匙/密码=key/password,🧪试管/测试=test tube/test,💊药/吃药=pill/medicine,🩹创可贴=bandage,
🛒购物车=shopping cart,👓眼镜=glasses,👕衣服/T恤=t-shirt/clothes,👟运动鞋/鞋=sneaker/shoe,👑皇冠/王=crown/king,💍戒指/结婚=ring/marry,☂️雨伞/伞=umbrella,🎓毕业/学位=graduation/degree,📚书/学习=books/study,📖看书/书=open book/read,📝笔记/备忘=memo/note,✏️铅笔=pencil,
📌图钉/置顶=pushpin/pin,📎回形针/附件=paperclip/attachment,✂️剪刀=scissors,📅日历/日期=calendar/date,📈上涨/增长=chart up/growth,📉下跌=chart down/fall,📊图表/数据=bar chart/data,📁文件夹=folder,🗑️垃圾桶/删除=bin/trash,📦包裹/快递=package/parcel,✉️信/邮件=letter/mail,📢喇叭/通知=loudspeaker/announce,🔔铃铛/提醒=bell/reminder,🔕静音/免打扰=muted bell/mute,🔍搜索/放大镜=search/magnifier,🛏️床/睡觉=bed/sleep,🚿淋浴/洗澡=shower,🧹扫把/打扫=broom/clean`,
  symbols: `
❤️红心/爱心/爱=red heart/love,🧡橙心=orange heart,💛黄心=yellow heart,💚绿心=green heart,💙蓝心=blue heart,💜紫心=purple heart,🖤黑心=black heart,🤍白心=white heart,💔心碎/分手=broken heart,💕两颗心/爱=two hearts/love,💖闪亮的心=sparkling heart,💯满分/一百=hundred/perfect,
✅完成/对勾/好了=done/check/yes,☑️勾选=checked box,✔️对/正确=check mark/correct,❌错/叉/不行=cross/no/wrong,❗感叹号/注意=exclamation/attention,❓问号/疑问=question,⚠️警告/小心=warning/caution,🚫禁止=forbidden/no,⛔禁止进入/停=no entry/stop,💢生气/怒=anger,💤睡觉/困=zzz/sleep,💬对话/聊天=speech bubble/chat,
💭想法/思考=thought bubble,♻️回收/环保=recycle,➕加/加号=plus/add,➖减/减号=minus,🔴红点/红圈=red circle,🟡黄圈=yellow circle,🟢绿圈/通过=green circle/go,🔵蓝圈=blue circle,⬆️上箭头=up arrow,⬇️下箭头=down arrow,⬅️左箭头=left arrow,➡️右箭头=right arrow,
🔄刷新/循环=refresh/reload,🆗好的=ok button,🆕新=new,🆘求救/救命=sos/help,🈶有=have,🉐得=bargain,㊗️祝=congratulations,1️⃣一/1=one,2️⃣二/2=two,3️⃣三/3=three,🇨🇳中国=china flag,🇺🇳联合国=united nations flag,🏳️‍🌈彩虹旗=rainbow flag/pride,🏁终点/完成=chequered flag/finish,🚩红旗/旗=red flag`,
} as const;

export type GroupName = keyof typeof groups;
